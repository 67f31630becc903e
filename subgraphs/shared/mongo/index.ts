/** Finding or starting the MongoDB that keeps the record: see engine.ts. */
export { NoMongoDBError } from './chain.js';
export { DataDirHeldError, type Engine, type EngineOptions, findOrStartEngine } from './engine.js';
export type { EngineKind } from './engine-file.js';
