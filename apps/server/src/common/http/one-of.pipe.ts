import { NotFoundError } from '@columba/core';
import type { PipeTransform } from '@nestjs/common';

/** For a word in a path. @throws NotFoundError for any other: then there is no such path. */
export const oneOfPipe = <T extends string>(name: string, words: readonly T[]): PipeTransform<string, T> => ({
  transform(word) {
    const known = words.find((one) => one === word);
    if (known === undefined) throw new NotFoundError(`There is no such ${name}: it is one of ${words.join(', ')}`);
    return known;
  },
});
