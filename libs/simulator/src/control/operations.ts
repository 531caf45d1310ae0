import { z } from 'zod';
import type { SimulatorParts } from '../parts.js';
import { WorldError } from '../world/errors.js';
import { callOperations } from './call.operations.js';
import { channelOperations } from './channel.operations.js';
import { changeOperations } from './change.operations.js';
import { connectionOperations, deviceOperations } from './device.operations.js';
import { faultOperations } from './fault.operations.js';
import { groupOperations } from './group.operations.js';
import { mediaOperations } from './media.operations.js';
import { observeOperations } from './observe.operations.js';
import type { Operation } from './operation.js';
import { ownOperations } from './own.operations.js';
import { pictureOperations } from './picture.operations.js';
import { webOperations } from './web.operations.js';
import { worldOperations } from './world.operations.js';

/** Every operation by name: the methods of a simulator in process, and `POST /control/<name>` over HTTP. */
export const operations = {
  ...worldOperations,
  ...changeOperations,
  ...groupOperations,
  ...channelOperations,
  ...ownOperations,
  ...callOperations,
  ...deviceOperations,
  ...connectionOperations,
  ...faultOperations,
  ...mediaOperations,
  ...pictureOperations,
  ...observeOperations,
  ...webOperations,
};

type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<N extends OperationName> = z.input<Operations[N]['input']>;
export type OperationOutput<N extends OperationName> = Awaited<ReturnType<Operations[N]['run']>>;

type Method<N extends OperationName> =
  undefined extends OperationInput<N>
    ? (input?: OperationInput<N>) => Promise<OperationOutput<N>>
    : (input: OperationInput<N>) => Promise<OperationOutput<N>>;

type GroupName<N> = N extends `${infer G}.${string}` ? G : never;
type PlainName<N> = N extends `${string}.${string}` ? never : N;

/** `account.add` is `sim.account.add(…)`, `send` is `sim.send(…)`. */
export type SimulatorOperations = { [N in PlainName<OperationName>]: Method<N> } & {
  [G in GroupName<OperationName>]: {
    [N in OperationName as N extends `${G}.${infer M}` ? M : never]: Method<N>;
  };
};

export const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name);

/**
 * Checks the input and runs the operation.
 * @throws WorldError invalid_input naming the field, or what the command itself throws
 */
export async function perform(parts: SimulatorParts, name: OperationName, input: unknown): Promise<unknown> {
  const chosen = operations[name] as Operation<z.ZodType, unknown>;
  const parsed = chosen.input.safeParse(input);
  if (!parsed.success) throw new WorldError('invalid_input', `${name}: ${z.prettifyError(parsed.error)}`);
  return chosen.run(parts, parsed.data);
}

/** The operations as nested methods. */
export function methodsOf(parts: SimulatorParts): SimulatorOperations {
  const methods: Record<string, unknown> = {};
  for (const name of Object.keys(operations) as OperationName[]) {
    const call = (input?: unknown) => perform(parts, name, input);
    const [group = '', method] = name.split('.');
    if (method === undefined) methods[group] = Object.assign(call, methods[group]);
    else methods[group] = Object.assign(methods[group] ?? {}, { [method]: call });
  }
  return methods as unknown as SimulatorOperations;
}
