import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';

export interface Route {
  method: string;
  /** Express spelling: `/v1/sessions/:session`. */
  path: string;
}

/** All routes that the HTTP server knows. */
@Injectable()
export class RouteTable {
  private known?: Route[];

  constructor(private readonly host: HttpAdapterHost) {}

  all(): readonly Route[] {
    this.known ??= routesOf(this.host.httpAdapter.getInstance<Express>());
    return this.known;
  }

  /** The methods that a path has; empty when there is no such path. */
  methodsOf(path: string): string[] {
    return [
      ...new Set(
        this.all()
          .filter((route) => matches(route.path, path))
          .map((route) => route.method),
      ),
    ].toSorted();
  }
}

function routesOf(express: Express): Route[] {
  return express.router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = new Set(route.stack.map((layer) => layer.method.toUpperCase()));
    return [...methods].map((method) => ({ method, path: route.path }));
  });
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
}
