import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** Makes the document once, when it is first wanted: it needs the complete application. */
@Injectable()
export class OpenApiHolder {
  private made?: OpenAPIObject;
  private make?: () => OpenAPIObject;

  /** Given by the bootstrap. */
  makeWith(make: () => OpenAPIObject): void {
    this.make = make;
  }

  document(): OpenAPIObject {
    if (!this.make) throw new Error('The application is not complete yet');
    this.made ??= this.make();
    return this.made;
  }
}
