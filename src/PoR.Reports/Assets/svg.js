/** Charts as SVG: a canvas is painted once more, and what is painted is written down. */

/** Of each canvas what paints it again, as it stands. */
const repaints = new WeakMap();

/** The name of SVG's elements, as any page has it. */
const svgSpace = new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg").namespaceURI;

/** The words of a path, in the language of SVG. */
const pathWords = {
  moveTo: (x, y) => `M${short(x)} ${short(y)}`,
  lineTo: (x, y) => `L${short(x)} ${short(y)}`,
  bezierCurveTo: (...points) => `C${points.map(short).join(" ")}`,
  rect: (x, y, width, height) => `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`,
  closePath: () => "Z",
  // Whole turns only, or less: SVG draws nothing between two equal points.
  arc: (x, y, radius, from, to) => {
    const at = angle => `${short(x + radius * Math.cos(angle))} ${short(y + radius * Math.sin(angle))}`;
    const by = angle => `A${short(radius)} ${short(radius)} 0 0 1 ${at(angle)}`;
    return `M${at(from)}${by((from + to) / 2)}${by(to)}`;
  },
};

function short(value) {
  return Math.round(value * 100) / 100;
}

/** A path with one more part; a line at its very start is where it starts. */
function longer(words, name, numbers) {
  return words + pathWords[words === "" && name === "lineTo" ? "moveTo" : name](...numbers);
}

/** A path that remembers what it is made of, which no browser tells. */
window.Path2D = class extends Path2D {
  constructor(...from) {
    super(...from);
    this.words = from[0]?.words ?? "";
  }
};
for (const name of Object.keys(pathWords)) {
  const own = Object.getPrototypeOf(window.Path2D.prototype)[name];
  window.Path2D.prototype[name] = function (...numbers) {
    this.words = longer(this.words, name, numbers);
    return own.apply(this, numbers);
  };
}

/** Writes down what is painted on a canvas, beside painting it. */
class SvgRecorder {
  constructor(canvas, id) {
    this.ctx = canvas.getContext("2d");
    this.id = id;
    this.words = "";
    this.clips = [null];
    this.names = [];
    this.clear();
  }

  clear() {
    this.shapes = [];
    this.definitions = [];
  }

  /** Own methods of the context stand before those of its class until the end. */
  begin() {
    const { ctx } = this;
    const also = (name, note) => {
      this.names.push(name);
      ctx[name] = (...values) => {
        note(...values);
        return Object.getPrototypeOf(ctx)[name].apply(ctx, values);
      };
    };
    for (const name of Object.keys(pathWords))
      also(name, (...numbers) => this.words = longer(this.words, name, numbers));
    also("beginPath", () => this.words = "");
    also("clearRect", () => this.clear());
    also("save", () => this.clips.push(this.clips.at(-1)));
    also("restore", () => this.clips.length > 1 && this.clips.pop());
    also("clip", path => this.addClip(this.wordsOf(path)));
    also("fill", path => this.addShape(this.wordsOf(path), this.filled()));
    also("stroke", path => this.addShape(this.wordsOf(path), this.stroked()));
    also("fillRect", (...box) => this.addShape(pathWords.rect(...box), this.filled()));
    also("strokeRect", (...box) => this.addShape(pathWords.rect(...box), this.stroked()));
    also("fillText", (text, x, y) => this.addText(text, x, y));
  }

  end() {
    for (const name of this.names) delete this.ctx[name];
  }

  wordsOf(path) {
    return path instanceof window.Path2D ? path.words : this.words;
  }

  filled() {
    return paintOf("fill", this.ctx.fillStyle);
  }

  stroked() {
    const { ctx } = this;
    const dash = ctx.getLineDash();
    return { fill: "none", ...paintOf("stroke", ctx.strokeStyle), "stroke-width": short(ctx.lineWidth),
      "stroke-linecap": ctx.lineCap, "stroke-linejoin": ctx.lineJoin, "stroke-dasharray": dash.join(" ") || null };
  }

  transform() {
    const { a, b, c, d, e, f } = this.ctx.getTransform();
    return `matrix(${[a, b, c, d, e, f].map(short).join(" ")})`;
  }

  addShape(words, paint) {
    if (words !== "") this.add(svgElement("path", { d: words, ...paint }));
  }

  addText(text, x, y) {
    const { ctx } = this;
    const [, weight, size, family] = ctx.font.match(/^(?:(\S+) )?([\d.]+)px (.*)$/);
    const down = { top: 0.8, hanging: 0.8, middle: 0.35, bottom: -0.22 }[ctx.textBaseline] ?? 0;
    const anchor = { center: "middle", right: "end", end: "end" }[ctx.textAlign] ?? "start";
    this.add(svgElement("text", { x: short(x), y: short(y + down * size), ...this.filled(), "font-size": size,
      "font-family": family, "font-weight": weight ?? null, "text-anchor": anchor }, document.createTextNode(text)));
  }

  /** What is cut off is so in the canvas's own units, so it stands around the shape and what moves that. */
  add(shape) {
    const clip = this.clips.at(-1);
    shape.setAttribute("transform", this.transform());
    if (this.ctx.globalAlpha < 1) shape.setAttribute("opacity", this.ctx.globalAlpha);
    this.shapes.push(clip === null ? shape : svgElement("g", { "clip-path": `url(#${clip})` }, shape));
  }

  addClip(words) {
    const clip = `${this.id}-${this.definitions.length}`, outer = this.clips.at(-1);
    this.definitions.push(svgElement("clipPath", { id: clip, "clip-path": outer === null ? null : `url(#${outer})` },
      svgElement("path", { d: words, transform: this.transform() })));
    this.clips[this.clips.length - 1] = clip;
  }
}

/** A colour and how much shines through it, apart, as all programs know them. */
function paintOf(name, style) {
  const [, parts, opacity] = style.match(/^rgba\((.*), ([\d.]+)\)$/) ?? [];
  return parts === undefined ? { [name]: style } : { [name]: `rgb(${parts})`, [name + "-opacity"]: opacity };
}

/** An element of SVG; null attributes are left out. */
function svgElement(tag, attributes, ...children) {
  const node = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Canvases below each other as one picture, on the panel's ground. */
async function svgOf(name, canvases) {
  const scale = devicePixelRatio;
  const width = Math.max(...canvases.map(canvas => canvas.width));
  const height = canvases.reduce((sum, canvas) => sum + canvas.height, 0);
  const picture = svgElement("svg", { width: width / scale, height: height / scale, viewBox: `0 0 ${width} ${height}` },
    svgElement("title", {}, document.createTextNode(`${run.profile}, seed ${run.seed}: ${name}`)),
    svgElement("rect", { width, height, fill: colour("panel") }));
  let top = 0;
  for (const [i, canvas] of canvases.entries()) {
    const recorder = new SvgRecorder(canvas, `${name}-${i}`);
    recorder.begin();
    try {
      repaints.get(canvas)();
      // uPlot paints at the end of this turn.
      await new Promise(done => setTimeout(done, 0));
    } finally {
      recorder.end();
    }
    picture.append(svgElement("g", { transform: `translate(0 ${top})` },
      svgElement("defs", {}, ...recorder.definitions), ...recorder.shapes));
    top += canvas.height;
  }
  return new XMLSerializer().serializeToString(picture);
}
