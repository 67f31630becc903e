/** Loads the record kinds of all subgraphs into the kind catalogue, for whoever writes or projects records. */
import './administrative/subgraph.js';
import './clinical/subgraph.js';
import './financial/subgraph.js';
