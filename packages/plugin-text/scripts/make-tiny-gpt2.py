"""Writes a small random GPT-2 as Hugging Face has it, and the logits that PyTorch computes from it.

usage: python3 make-tiny-gpt2.py ../fixtures/tiny-gpt2
Needs PyTorch alone. The forward pass follows Radford et al. 2019 and GPT-2's published shapes (kernels [inputs, outputs]).
"""
import json, math, pathlib, struct, sys
import torch
import torch.nn.functional as F

WIDTH, LAYERS, HEADS, CONTEXT = 16, 2, 2, 32
TEXT = 'the cat sat on the mat<|endoftext|>é'
MERGES = [('t', 'h'), ('th', 'e'), ('a', 't'), ('Ġ', 'the'), ('e', 'r')]
END = '<|endoftext|>'


def byte_characters():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {**{byte: chr(byte) for byte in printable}, **{byte: chr(256 + i) for i, byte in enumerate(others)}}


def tokenizer():
    vocab = {character: i for i, character in enumerate(sorted(byte_characters().values()))}
    for left, right in MERGES:
        vocab[left + right] = len(vocab)
    vocab[END] = len(vocab)
    level = {'type': 'ByteLevel', 'add_prefix_space': False, 'trim_offsets': True, 'use_regex': True}
    added = {'id': vocab[END], 'content': END, 'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': True}
    model = {'type': 'BPE', 'dropout': None, 'unk_token': None, 'continuing_subword_prefix': '', 'end_of_word_suffix': '',
             'fuse_unk': False, 'byte_fallback': False, 'vocab': vocab, 'merges': [f'{left} {right}' for left, right in MERGES]}
    return {'version': '1.0', 'truncation': None, 'padding': None, 'added_tokens': [added], 'normalizer': None, 'pre_tokenizer': level,
            'post_processor': level, 'decoder': level, 'model': model}


def weights(vocab_size):
    """Larger than GPT-2's first weights, so that every part matters to the logits."""
    shapes = {'wte.weight': [vocab_size, WIDTH], 'wpe.weight': [CONTEXT, WIDTH], 'ln_f.weight': [WIDTH], 'ln_f.bias': [WIDTH]}
    for i in range(LAYERS):
        for name, inputs, outputs in [('attn.c_attn', 1, 3), ('attn.c_proj', 1, 1), ('mlp.c_fc', 1, 4), ('mlp.c_proj', 4, 1)]:
            shapes[f'h.{i}.{name}.weight'] = [inputs * WIDTH, outputs * WIDTH]
            shapes[f'h.{i}.{name}.bias'] = [outputs * WIDTH]
        for norm in ('ln_1', 'ln_2'):
            shapes[f'h.{i}.{norm}.weight'] = shapes[f'h.{i}.{norm}.bias'] = [WIDTH]
    torch.manual_seed(0)
    return {name: torch.randn(shape) * 0.3 + (1 if 'ln' in name and name.endswith('weight') else 0) for name, shape in shapes.items()}


def forward(w, ids):
    """[T] -> logits [T, vocabulary], in float64."""
    w = {name: tensor.double() for name, tensor in w.items()}
    length = len(ids)
    norm = lambda x, name: F.layer_norm(x, (WIDTH,), w[f'{name}.weight'], w[f'{name}.bias'], 1e-5)
    linear = lambda x, name: x @ w[f'{name}.weight'] + w[f'{name}.bias']
    heads = lambda x: x.view(length, HEADS, WIDTH // HEADS).transpose(0, 1)
    x = w['wte.weight'][ids] + w['wpe.weight'][:length]
    hidden = torch.triu(torch.ones(length, length, dtype=torch.bool), 1)
    for i in range(LAYERS):
        q, k, v = map(heads, linear(norm(x, f'h.{i}.ln_1'), f'h.{i}.attn.c_attn').split(WIDTH, 1))
        scores = (q @ k.transpose(1, 2) / math.sqrt(WIDTH // HEADS)).masked_fill(hidden, float('-inf'))
        seen = (F.softmax(scores, -1) @ v).transpose(0, 1).reshape(length, WIDTH)
        x = x + linear(seen, f'h.{i}.attn.c_proj')
        up = linear(norm(x, f'h.{i}.ln_2'), f'h.{i}.mlp.c_fc')
        # gelu_new
        up = 0.5 * up * (1 + torch.tanh(math.sqrt(2 / math.pi) * (up + 0.044715 * up ** 3)))
        x = x + linear(up, f'h.{i}.mlp.c_proj')
    return norm(x, 'ln_f') @ w['wte.weight'].T


def write_safetensors(path, tensors):
    header, data = {'__metadata__': {'format': 'pt'}}, b''
    for name, tensor in tensors.items():
        raw = tensor.contiguous().numpy().tobytes()
        header[name] = {'dtype': {torch.float32: 'F32', torch.int32: 'I32'}[tensor.dtype], 'shape': list(tensor.shape),
                        'data_offsets': [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    path.write_bytes(struct.pack('<Q', len(text)) + text + data)


def encode(text, model):
    """As GPT-2 does, for texts whose words need no more than these merges."""
    characters, ids = byte_characters(), []
    for n, part in enumerate(text.split(END)):
        ids += [model['vocab'][END]] if n else []
        for word in [w if i == 0 else ' ' + w for i, w in enumerate(part.split(' '))]:
            symbols = [characters[byte] for byte in word.encode()]
            for left, right in MERGES:
                i = 0
                while i + 1 < len(symbols):
                    if (symbols[i], symbols[i + 1]) == (left, right):
                        symbols[i:i + 2] = [left + right]
                    i += 1
            ids += [model['vocab'][symbol] for symbol in symbols]
    return ids


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
tokens = tokenizer()
vocab_size = len(tokens['model']['vocab'])
config = {'architectures': ['GPT2LMHeadModel'], 'model_type': 'gpt2', 'vocab_size': vocab_size, 'n_positions': CONTEXT, 'n_ctx': CONTEXT,
          'n_embd': WIDTH, 'n_layer': LAYERS, 'n_head': HEADS, 'activation_function': 'gelu_new', 'layer_norm_epsilon': 1e-5,
          'bos_token_id': vocab_size - 1, 'eos_token_id': vocab_size - 1}
w = weights(vocab_size)
ids = encode(TEXT, tokens['model'])
(folder / 'config.json').write_text(json.dumps(config, indent=2) + '\n')
(folder / 'tokenizer.json').write_text(json.dumps(tokens, ensure_ascii=False) + '\n')
write_safetensors(folder / 'model.safetensors', {f'transformer.{name}': tensor for name, tensor in w.items()})
write_safetensors(folder / 'expected.safetensors', {'tokenIds': torch.tensor(ids, dtype=torch.int32), 'logits': forward(w, torch.tensor(ids)).float()})
print(f'{len(ids)} tokens of {TEXT!r}: {ids}')
