import { BaseCommand, numberFlag } from '@aigc/cli-kit';
import { Args, Flags } from '@oclif/core';

export default class CgMesh extends BaseCommand {
  static override summary = 'Put a material on a mesh and write it as GLB';
  static override description =
    'The mesh stands upright, faces the viewer (+Z) and is measured in metres. A relief is a closed plaque whose front is displaced ' +
    "by the material's height map. The file passes the Khronos validator without errors or warnings, or is not written.";
  static override examples = [
    '<%= config.bin %> cg mesh material --shape relief --out relief.glb',
    '<%= config.bin %> cg mesh material --shape sphere --out ball.glb',
  ];
  static override args = {
    material: Args.string({ required: true, description: 'Folder of the material, as `cg material` wrote it' }),
  };
  static override flags = {
    shape: Flags.option({ options: ['plane', 'sphere', 'relief'] as const })({
      description: 'Shape of the mesh',
      default: 'plane',
      env: 'AIGC_SHAPE',
    }),
    out: Flags.string({ required: true, description: 'The .glb file to write', env: 'AIGC_OUT', helpValue: 'FILE' }),
    size: numberFlag(
      { minimum: 0.001, maximum: 10_000 },
      { description: 'Longer side of plane and relief, diameter of the sphere, in metres [default: 1]', env: 'AIGC_SIZE' },
    ),
    resolution: numberFlag(
      { isInteger: true, minimum: 2, maximum: 2048 },
      { description: 'Vertices along a relief [default: 256], divisions of a sphere [default: 64]', env: 'AIGC_RESOLUTION' },
    ),
    depth: numberFlag(
      { minimum: 0, maximum: 10_000 },
      { description: "Depth of a relief in metres [default: the material's]", env: 'AIGC_DEPTH' },
    ),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CgMesh);
    const { shape, out, size, resolution, depth } = flags;
    const { createMesh } = await import('../../mesh/create-mesh.js');
    const measures = Object.fromEntries(Object.entries({ size, resolution, depth }).filter(([, value]) => value !== undefined));
    return this.reportArtifacts(createMesh({ materialDir: args.material, shape, out, ...measures }));
  }
}
