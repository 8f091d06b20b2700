// The rule of the graph: import only from a lower layer, plugins never import plugins, one package wraps each heavy library.
const LAYERS = [
  ['plugin-api'],
  ['engine', 'nn', 'media'],
  ['core'],
  ['pipeline'],
  ['cli-kit'],
  ['plugin-gan', 'plugin-vae', 'plugin-diffusion', 'plugin-text', 'plugin-cg'],
  ['cli'],
];
const of = (packages) => `^packages/(${packages.join('|')})/`;

const layerRules = LAYERS.slice(0, -1).map((packages, level) => ({
  name: `layer-${level}-imports-downwards`,
  severity: 'error',
  from: { path: of(packages) },
  to: { path: of(LAYERS.slice(level + 1).flat()) },
}));

/** Only these packages may import the library. */
const WRAPPED = [
  ['tfjs', '@tensorflow', ['engine', 'nn', 'plugin-gan', 'plugin-vae', 'plugin-diffusion', 'plugin-text', 'testkit']],
  ['onnxruntime', 'onnxruntime-', ['engine']],
  ['sharp', 'sharp|fluent-ffmpeg|@ffmpeg-installer', ['media']],
  ['gltf', '@gltf-transform|gltf-validator', ['plugin-cg']],
  ['gpu', 'three|webgpu', ['plugin-cg']],
  ['ink', 'ink|react', ['cli-kit', 'cli']],
];

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...layerRules,
    {
      name: 'plugins-never-import-plugins',
      severity: 'error',
      from: { path: '^packages/plugin-(gan|vae|diffusion|text|cg)/' },
      to: { path: '^packages/plugin-(gan|vae|diffusion|text|cg)/', pathNot: '^packages/plugin-$1/' },
    },
    {
      name: 'oclif-in-commands-only',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/(cli|cli-kit)/|/commands/' },
      to: { path: 'node_modules/@oclif/' },
    },
    ...WRAPPED.map(([name, library, packages]) => ({
      name: `${name}-is-wrapped`,
      severity: 'error',
      from: { path: '^packages/', pathNot: of(packages) },
      to: { path: `node_modules/(${library})` },
    })),
  ],
  options: { doNotFollow: { path: 'node_modules' }, exclude: { path: 'tfjs-gradients' }, exoticRequireStrings: [] },
};
