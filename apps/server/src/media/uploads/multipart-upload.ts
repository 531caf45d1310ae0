import type { Readable } from 'node:stream';
import { InvalidInputError, toDomainError, type Media, type SessionName } from '@columba/core';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import type { StorageEngine } from 'multer';
import { SessionAccess } from '../../sessions/session-access.js';
import { UploadStore } from './upload-store.js';

const FIELD = 'file';
const uploaded = new WeakMap<Request, Media>();

/** The file that came as a part of a form. */
export const uploadedBy = (request: Request): Media | undefined => uploaded.get(request);

/** Streams the one file of a form straight to where uploads are kept; other bodies it leaves alone. */
@Injectable()
export class MultipartUpload implements NestInterceptor {
  private readonly form: NestInterceptor;

  constructor(access: SessionAccess, uploads: UploadStore) {
    const Form = FileInterceptor(FIELD, {
      storage: new UploadEngine(access, uploads),
      limits: { files: 1, fields: 10, fieldSize: 1_000, parts: 11 },
    });
    this.form = new Form();
  }

  intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<Request>();
    if (!request.is('multipart/form-data')) return next.handle();
    return this.form.intercept(context, {
      handle: () => {
        if (!uploaded.has(request)) throw new InvalidInputError(`The form has no part named '${FIELD}'`);
        return next.handle();
      },
    });
  }
}

/** Where a form's file goes, for the library that reads forms. */
class UploadEngine implements StorageEngine {
  constructor(
    private readonly access: SessionAccess,
    private readonly uploads: UploadStore,
  ) {}

  _handleFile(request: Request, file: Express.Multer.File, done: (error?: unknown, info?: object) => void): void {
    this.keep(request, file).then(
      () => done(null, {}),
      (error: unknown) => done(toDomainError(error)),
    );
  }

  _removeFile(_request: Request, _file: Express.Multer.File, done: (error: Error | null) => void): void {
    done(null);
  }

  private async keep(request: Request, file: { stream: Readable; originalname: string; mimetype: string }) {
    const session: SessionName = this.access.name(String(request.params['session']));
    const claims = { fileName: file.originalname, header: file.mimetype };
    try {
      // Left open when it is refused halfway: the rest of the form is read all the same, so that there is an answer.
      const bytes = file.stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
      uploaded.set(request, await this.uploads.save(session, bytes, claims));
    } catch (error) {
      file.stream.resume();
      throw error;
    }
  }
}
