import { hostname } from 'node:os';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { NeedsScope } from '../common/openapi/operation.js';
import { CONFIG } from '../common/tokens.js';
import type { ColumbaConfig } from '../config/columba.config.js';
import { isAddOn } from '../ingress/ingress-settings.js';
import { PAGE_FILES, pageFile } from './page-files.js';

/** The page for people. Its files need no key; everything that it shows comes from the API and does. */
@ApiExcludeController()
@Controller()
export class PageController {
  constructor(@Inject(CONFIG) private readonly config: ColumbaConfig) {}

  /** For people who type only the address. Relative, so that it holds behind any proxy. */
  @Get()
  toPage(@Res() response: Response): void {
    response.redirect(302, 'ui/');
  }

  @Get('ui')
  page(@Req() request: Request, @Res() response: Response): void {
    if (request.path.endsWith('/')) send('index.html', response);
    else response.redirect(302, 'ui/');
  }

  @Get('ui/page.js')
  script(@Res() response: Response): void {
    send('page.js', response);
  }

  @Get('ui/page.css')
  style(@Res() response: Response): void {
    send('page.css', response);
  }

  @Get('ui/icon.svg')
  icon(@Res() response: Response): void {
    send('icon.svg', response);
  }

  /** Under which address automations reach the API: what the snippets on the page are made of. */
  @Get('ui/place.json')
  @NeedsScope('read')
  place() {
    const { http } = this.config;
    return { addOn: isAddOn(this.config), host: hostname(), port: http.port };
  }
}

function send(name: keyof typeof PAGE_FILES, response: Response): void {
  response.type(PAGE_FILES[name]).setHeader('Cache-Control', 'no-cache').send(pageFile(name));
}
