/**
 * graphql-shield 7.6.5 calls `util.isUndefined`, which Node 23 removed. Everyone imports shield from here, so that
 * the function is back before shield is loaded.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const util = require('node:util') as { isUndefined?: (value: unknown) => boolean };
util.isUndefined ??= (value) => value === undefined;

const { rule, shield } = require('graphql-shield') as typeof import('graphql-shield');

export { rule, shield };
