import { runSubgraph } from '../shared/run-subgraph.js';
import { administrative } from './subgraph.js';

runSubgraph(administrative);
