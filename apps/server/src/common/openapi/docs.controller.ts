import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { DOCS_PAGE, DOCS_SCRIPT, DOCS_STYLE } from './docs-page.js';
import { OpenApiHolder } from './openapi-holder.js';
import { NeedsScope } from './operation.js';

/** The page about the API, and the document behind it. Only the document needs a key. */
@ApiExcludeController()
@Controller('docs')
export class DocsController {
  constructor(private readonly holder: OpenApiHolder) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return DOCS_PAGE;
  }

  @Get('page.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return DOCS_SCRIPT;
  }

  @Get('page.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  style(): string {
    return DOCS_STYLE;
  }

  @Get('swagger-ui-bundle.js')
  viewer(): StreamableFile {
    return asset('swagger-ui-bundle.js', 'text/javascript; charset=utf-8');
  }

  @Get('swagger-ui.css')
  viewerStyle(): StreamableFile {
    return asset('swagger-ui.css', 'text/css; charset=utf-8');
  }

  @Get('openapi.json')
  @NeedsScope('read')
  document(): OpenAPIObject {
    return this.holder.document();
  }
}

/** The viewer's own files, from the package that the framework's OpenAPI module brings along. */
function asset(name: string, type: string): StreamableFile {
  const swagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
  const folder = dirname(swagger.resolve('swagger-ui-dist/package.json'));
  return new StreamableFile(createReadStream(join(folder, name)), { type });
}
