import { anaLima } from './ana-lima.js';
import { bramOsei } from './bram-osei.js';
import { celiaMoreau } from './celia-moreau.js';
import { darioWinter } from './dario-winter.js';
import { esmeThorne } from './esme-thorne.js';
import { farahOkonjo, miloOkonjo } from './farah-and-milo-okonjo.js';
import { gideonAshdown } from './gideon-ashdown.js';
import type { Story } from './story.js';

/** In the order of the cast; people with numbers come after them. */
export const STORIES: readonly Story[] = [
  anaLima,
  bramOsei,
  celiaMoreau,
  darioWinter,
  esmeThorne,
  farahOkonjo,
  miloOkonjo,
  gideonAshdown,
];
