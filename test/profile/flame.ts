/** A flame graph as one file of HTML that needs nothing else: click a function to look closer, hover to read of it. */
import { type Call, callsBelow } from './frames.js';
import { nameOf } from './shares.js';
import { scriptsOf, WALLS, type Wall, wallOf } from './walls.js';

/** A box of the graph: calls of one function from the same place of the tree, together. */
interface Box {
  readonly name: string;
  readonly wall: Wall | null;
  time: number;
  readonly inner: Map<string, Box>;
}

/** Below such a part of the whole nothing can be seen. */
const LEAST = 0.0005;

/** What waited for something goes on from here: a row that says nothing. */
const THROUGH: ReadonlySet<string> = new Set(['processTicksAndRejections', 'runMicrotasks']);

export interface FlameTitle {
  readonly title: string;
  /** Microseconds of CPU for each request that the whole width stands for. */
  readonly perRequest: number;
}

export function flameGraph(root: Call, { title, perRequest }: FlameTitle): string {
  const scripts = scriptsOf(root);
  const walls = new Map<Call, Wall | null>();
  for (const call of callsBelow(root)) walls.set(call, wallOf(call, scripts));
  const whole: Box = { name: title, wall: null, time: 0, inner: new Map() };
  for (const call of root.children) whole.time += pile(call, whole, walls);
  const data = packed(whole, whole.time * LEAST);
  const legend = Object.values(WALLS).map((words, index) => `<span class="w${index}">${escaped(words)}</span>`);
  return PAGE.replaceAll('TITLE', escaped(title))
    .replace('LEGEND', legend.join(' '))
    .replace(
      'STYLES',
      Object.keys(WALLS)
        .map((_, index) => `.w${index}{background:${colour(index)}}`)
        .join(''),
    )
    .replace('PER_REQUEST', String(Math.round(perRequest)))
    .replace('WALLS', JSON.stringify(Object.values(WALLS)))
    .replace('DATA', JSON.stringify(data).replaceAll('<', '\\u003c'));
}

/** Adds a call and what is below it; the time is that without the idle. */
function pile(call: Call, into: Box, walls: ReadonlyMap<Call, Wall | null>): number {
  const wall = walls.get(call) ?? null;
  if (wall === null && call.children.length === 0) return 0;
  const name = nameOf(call);
  const box = into.inner.get(name) ?? { name, wall, time: 0, inner: new Map() };
  into.inner.set(name, box);
  const own = wall === null ? 0 : call.self;
  const through = THROUGH.has(call.frame.name);
  let below = 0;
  for (const child of call.children) below += pile(child, through ? into : box, walls);
  box.time += through ? own : own + below;
  return own + below;
}

type Packed = readonly [name: string, wall: number, time: number, inner: readonly Packed[]];

function packed({ name, wall, time, inner }: Box, least: number): Packed {
  const boxes = [...inner.values()].filter((box) => box.time >= least).sort((a, b) => b.time - a.time);
  return [name, wall === null ? -1 : Object.keys(WALLS).indexOf(wall), time, boxes.map((box) => packed(box, least))];
}

function colour(index: number): string {
  return `hsl(${Math.round((index * 360) / Object.keys(WALLS).length)} 65% 72%)`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>TITLE</title>
<style>
body{font:13px system-ui,sans-serif;margin:1rem;color:#222;background:#fff}
h1{font-size:1.1rem;margin:0 0 .5rem}
#legend span{display:inline-block;padding:1px 6px;margin:1px;border-radius:3px}
#said{height:1.4em;margin:.5rem 0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
#graph{position:relative}
#graph button{position:absolute;height:17px;border:0;border-left:1px solid #fff;border-bottom:1px solid #fff;padding:0 3px;
 font:11px system-ui,sans-serif;text-align:left;overflow:hidden;white-space:nowrap;cursor:pointer;color:#222}
button{background:#ddd}
STYLES
</style>
<h1>TITLE</h1>
<div id="legend">LEGEND</div>
<p id="said">Click to look closer, and the lowest row to come back. Colours are walls; widths are time.</p>
<div id="graph"></div>
<script>
const walls = WALLS, whole = DATA, perRequest = PER_REQUEST;
const graph = document.getElementById('graph'), said = document.getElementById('said');
const ROW = 18;
function show(top, path) {
  graph.replaceChildren();
  let depth = 0;
  const rows = path.length;
  path.forEach((box, row) => put(box, 0, 1, row, path.slice(0, row)));
  lay(top, 0, 1, rows, path);
  graph.style.height = (depth + 1) * ROW + 'px';
  function lay(box, x, width, row, above) {
    put(box, x, width, row, above);
    let at = x;
    for (const inner of box[3]) {
      const wide = (width * inner[2]) / box[2];
      if (wide > 0.0008) lay(inner, at, wide, row + 1, [...above, box]);
      at += wide;
    }
  }
  function put(box, x, width, row, above) {
    depth = Math.max(depth, row);
    const element = document.createElement('button');
    element.className = 'w' + box[1];
    element.style.cssText = 'left:' + x * 100 + '%;width:' + width * 100 + '%;top:' + row * ROW + 'px';
    element.textContent = width > 0.03 ? box[0] : '';
    const part = box[2] / whole[2];
    const words = box[0] + ': ' + (part * 100).toFixed(2) + ' %, ' + Math.round(part * perRequest) + ' microseconds' +
      (walls[box[1]] ? ' · ' + walls[box[1]] : '');
    element.title = words;
    element.onmouseenter = () => { said.textContent = words; };
    element.onclick = () => show(box, above);
    graph.append(element);
  }
}
show(whole, []);
</script>
</html>
`;
