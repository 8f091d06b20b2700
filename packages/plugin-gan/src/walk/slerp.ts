/** Below this angle, in radians, an arc is a line in float32. */
const SMALLEST_ANGLE = 1e-4;

/**
 * A point on the arc from one latent to another; where both are normal noise, so long vectors of nearly one length, what is between
 * is as long as they are, and a line would cut through where no latents lie.
 *
 * @param share 0 at `from`, 1 at `to`
 * @see White 2016, arXiv 1609.04468, section 2.1; Shoemake 1985, "Animating rotation with quaternion curves"
 */
export function slerp(from: Float32Array, to: Float32Array, share: number): Float32Array {
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
  const isLine = !(Math.sin(angle) > SMALLEST_ANGLE);
  const near = isLine ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle);
  const far = isLine ? share : Math.sin(share * angle) / Math.sin(angle);
  return from.map((value, i) => near * value + far * (to[i] as number));
}
