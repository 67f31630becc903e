import { runSubgraph } from '../shared/run-subgraph.js';
import { clinical } from './subgraph.js';

runSubgraph(clinical);
