import type { OpenAPIObject } from '@nestjs/swagger';

/** Parts of the document that the framework's module does not export by name. */
export type PathItem = OpenAPIObject['paths'][string];
export type ApiOperationObject = NonNullable<PathItem['get']>;
type Components = NonNullable<OpenAPIObject['components']>;
export type Schemas = NonNullable<Components['schemas']>;
export type Schema = Schemas[string];
export type Responses = NonNullable<Components['responses']>;
