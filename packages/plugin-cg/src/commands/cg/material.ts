import { BaseCommand, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';
import { parseColor } from '../../material/parse-color.js';

export default class CgMaterial extends BaseCommand {
  static override summary = 'Make a PBR material from an image';
  static override description =
    'Writes base colour, normal (OpenGL, +Y), height (16 bits), roughness, metallic-roughness and occlusion maps, and ' +
    'material.json, which says which is which. The same image and options give the same bytes.';
  static override examples = [
    '<%= config.bin %> cg material wall.jpg --out wall',
    '<%= config.bin %> cg material seed-0003.png --out badge --size 512 --color "#b08d57" --metallic 1 --roughness 0.35',
  ];
  static override args = {
    image: Args.string({ required: true, description: 'PNG, JPEG, WebP, AVIF, TIFF or GIF file' }),
  };
  static override flags = {
    out: Flags.string({ required: true, description: 'Folder for the maps', env: 'AIGC_OUT', helpValue: 'DIR' }),
    size: numberFlag(
      { isInteger: true, minimum: 1, maximum: 8192 },
      { description: "Pixels of the maps' longer side [default: the image's]", env: 'AIGC_SIZE' },
    ),
    strength: numberFlag(
      { minimum: 0, maximum: 100 },
      { description: 'Scales height, slopes and occlusion [default: 1]', env: 'AIGC_STRENGTH' },
    ),
    tile: Flags.boolean({
      description: 'Take the image for a tile whose borders continue each other [default: as its seams suggest]',
      env: 'AIGC_TILE',
      allowNo: true,
    }),
    color: Flags.custom<readonly [number, number, number]>({ parse: async (text) => parseColor(text), helpValue: '#RRGGBB' })({
      description: 'One colour for the surface; the image then gives its relief only',
      env: 'AIGC_COLOR',
    }),
    roughness: numberFlag(
      { minimum: 0, maximum: 1 },
      { description: 'One roughness for the surface [default: estimated]', env: 'AIGC_ROUGHNESS' },
    ),
    metallic: numberFlag({ minimum: 0, maximum: 1 }, { description: '1 for a metal [default: 0]', env: 'AIGC_METALLIC' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CgMaterial);
    const { createMaterial } = await import('../../material/create-material.js');
    const { out, size, strength, tile, color, roughness, metallic } = flags;
    const options = { out, size, strength, tile, color, roughness, metallic };
    return this.reportArtifacts(createMaterial({ image: args.image, ...options, signal: this.signal }));
  }
}
