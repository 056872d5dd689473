/**
 * What small rectangles are painted with: straight onto a canvas, or into pixels that go there all at once. A canvas
 * keeps a list of what it was told and paints it later, at about a microsecond per rectangle; a timeline of very many
 * time slices has tens of thousands in a frame. Knows nothing of lanes.
 */

/**
 * @typedef {import('../ui/theme.js').Ink} Ink
 * @typedef {{ rect: (x: number, y: number, w: number, h: number, ink: Ink) => void }} Pen  In CSS pixels.
 */

/** @implements {Pen} */
export class CanvasPen {
  /** @param {CanvasRenderingContext2D} x */
  constructor(x) {
    this.x = x;
  }

  /** @param {number} x @param {number} y @param {number} w @param {number} h @param {Ink} ink */
  rect(x, y, w, h, ink) {
    this.x.fillStyle = ink.css;
    this.x.fillRect(x, y, w, h);
  }
}

/** A pixel that one sees through another. @param {number} below  opaque @param {number} above */
function mix(below, above) {
  const alpha = (above >>> 24) / 255;
  let out = 0xff000000;
  for (const shift of [0, 8, 16]) {
    const [a, b] = [(above >>> shift) & 255, (below >>> shift) & 255];
    out |= Math.round(b + (a - b) * alpha) << shift;
  }
  return out >>> 0;
}

/** A part of a canvas as pixels. @implements {Pen} */
export class PixelPen {
  constructor() {
    /** Where the part begins and what it measures, in device pixels. */
    this.left = this.top = this.width = this.height = 0;
    this.dpr = 1;
    /** Nothing is painted from here on. */
    this.stop = 0;
    this.pixels = new Uint32Array(0);
    /** @type {ImageData | undefined} */ this.image = undefined;
  }

  /** Begins anew: everything transparent. @param {number} x @param {number} y @param {number} w @param {number} h @param {number} dpr */
  begin(x, y, w, h, dpr) {
    this.dpr = dpr;
    this.left = Math.floor(x * dpr);
    this.top = Math.floor(y * dpr);
    const width = Math.max(1, Math.ceil((x + w) * dpr) - this.left);
    const height = Math.max(1, Math.ceil((y + h) * dpr) - this.top);
    this.stop = width;
    if (width === this.width && height === this.height) {
      this.pixels.fill(0);
      return;
    }
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
    this.image = undefined;
  }

  /** Paints nothing right of here. @param {number} x */
  cut(x) {
    this.stop = Math.min(this.width, Math.max(0, Math.round(x * this.dpr) - this.left));
  }

  /** On whole pixels, at least one each way.
   * @param {number} x @param {number} y @param {number} w @param {number} h @param {Ink} ink */
  rect(x, y, w, h, ink) {
    const { dpr, width, pixels } = this;
    const { bits } = ink;
    let x0 = Math.round(x * dpr) - this.left;
    let x1 = Math.max(x0 + 1, Math.round((x + w) * dpr) - this.left);
    let y0 = Math.round(y * dpr) - this.top;
    let y1 = Math.max(y0 + 1, Math.round((y + h) * dpr) - this.top);
    if (x0 < 0) x0 = 0;
    if (y0 < 0) y0 = 0;
    if (x1 > this.stop) x1 = this.stop;
    if (y1 > this.height) y1 = this.height;
    const { translucent } = ink;
    for (let row = y0 * width; y0 < y1; y0++, row += width) {
      for (let i = row + x0; i < row + x1; i++)
        pixels[i] = translucent && pixels[i] !== 0 ? mix(/** @type {number} */ (pixels[i]), bits) : bits;
    }
  }

  /** Puts the pixels where they belong, instead of what was there. @param {CanvasRenderingContext2D} x */
  end(x) {
    this.image ??= new ImageData(new Uint8ClampedArray(this.pixels.buffer), this.width, this.height);
    x.putImageData(this.image, this.left, this.top);
  }
}
