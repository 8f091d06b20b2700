/** Parts of a block and of its linear layers, by their names in GPT-2's files. */
const LAYERS: { readonly [name: string]: string } = {
  norm1: 'ln_1',
  norm2: 'ln_2',
  qkv: 'attn.c_attn',
  projection: 'attn.c_proj',
  up: 'mlp.c_fc',
  down: 'mlp.c_proj',
};
const LEAVES: { readonly [name: string]: string } = { scale: 'weight', shift: 'bias', kernel: 'weight', bias: 'bias' };
const TABLES: { readonly [name: string]: string } = {
  token: 'transformer.wte.weight',
  position: 'transformer.wpe.weight',
  'norm.scale': 'transformer.ln_f.weight',
  'norm.shift': 'transformer.ln_f.bias',
  output: 'lm_head.weight',
};

/** What a parameter is called in GPT-2's `model.safetensors`; shapes are the same there, kernels `[inputs, outputs]` too. */
export function gpt2Name(parameter: string): string {
  const table = TABLES[parameter];
  if (table !== undefined) return table;
  const [block = '', layer = '', leaf = ''] = parameter.split('.');
  return `transformer.h.${block.slice('block'.length)}.${LAYERS[layer]}.${LEAVES[leaf]}`;
}
