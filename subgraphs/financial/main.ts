import { runSubgraph } from '../shared/run-subgraph.js';
import { financial } from './subgraph.js';

runSubgraph(financial);
