import { GeometryBuilder, type MeshGeometry } from './mesh-geometry.js';

/** An upright rectangle that faces +Z, centred on the origin; sides in metres. */
export function planeGeometry(width: number, height: number): MeshGeometry {
  const builder = new GeometryBuilder();
  const corner = (u: number, v: number) =>
    builder.vertex({ position: [(u - 0.5) * width, (0.5 - v) * height, 0], normal: [0, 0, 1], uv: [u, v], tangent: [1, 0, 0] });
  builder.quad([corner(0, 1), corner(1, 1), corner(1, 0), corner(0, 0)]);
  return builder.build();
}
