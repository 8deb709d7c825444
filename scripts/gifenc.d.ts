/** The package has no types of its own. Colours are `[red, green, blue]`, 0 to 255 each. */
declare module 'gifenc' {
  type Palette = readonly (readonly [number, number, number])[];
  interface Encoder {
    /** Adds a picture of palette indexes; `delay` in milliseconds. */
    writeFrame(
      indexes: Uint8Array,
      width: number,
      height: number,
      options: { readonly palette: Palette; readonly delay: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  }
  const gifenc: {
    GIFEncoder(): Encoder;
    quantize(rgba: Uint8Array, colours: number): Palette;
    applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
  };
  export default gifenc;
}
