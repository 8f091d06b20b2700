// Codes: E-CONFIG-201 a model that takes no pictures, -202 an output that is no feature vector.
import { basename, resolve } from 'node:path';
import type { LoadedModel, LoadedPort } from '@aigc/engine';
import { type HostTensor, InvalidConfigError } from '@aigc/plugin-api';
import { sha256File } from '../../storage/sha256.js';
import type { Extractor } from './extractor.js';

/** Values of the pixels that a model was trained on: [-1, 1], [0, 1], 0 to 255, or ImageNet's mean 0 and variance 1. */
export type PixelRange = 'signed' | 'unit' | 'bytes' | 'imagenet';

/** How a file of somebody else's is used. */
export interface OnnxExtractorOptions {
  readonly path: string;
  /** Default `signed`. */
  readonly range?: PixelRange | undefined;
  /** Output to take; default the first. */
  readonly output?: string | undefined;
  /** Side of the pictures where the model leaves it open; default 299. */
  readonly imageSize?: number | undefined;
  readonly threads?: number | undefined;
}

const DEFAULT_BATCH = 16;
const DEFAULT_SIZE = 299;
/** Length of the features that FID is defined on: the last pooling of Inception v3. */
const INCEPTION_FEATURES = 2048;
// Means and deviations of ImageNet's red, green and blue in [0, 1], as torchvision's models take them.
const IMAGENET = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;

/**
 * Features by an ONNX file: one input of pictures, `[B, C, H, W]` or `[B, H, W, C]`, one output `[B, D]`, or `[B, D, h, w]` of
 * which the mean over space is taken.
 *
 * @throws InvalidConfigError where the file takes or gives something else, DecodeError where it is no model.
 */
export async function onnxExtractor(options: OnnxExtractorOptions): Promise<Extractor> {
  const { path, range = 'signed', threads } = options;
  const { loadOnnx } = await import('@aigc/engine');
  const model = await loadOnnx(path, threads);
  const layout = pictureLayout(model, path, options.imageSize);
  const { imageSize, channels, batchSize } = layout;
  const output = options.output ?? (model.outputs[0]?.name as string);
  const extract: Extractor['extract'] = async (images) => {
    const given = await model.run({ [layout.input]: arranged(images, layout.isChannelsFirst, range) });
    return { features: featuresOf(given[output], batchSize, path) };
  };
  const blank = new Float32Array(batchSize * imageSize * imageSize * channels);
  const probe = await extract({ shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32', data: blank });
  const featureSize = probe.features.length / batchSize;
  const stem = basename(path).replace(/\.onnx$/i, '');
  return {
    name: /inception/i.test(stem) && featureSize === INCEPTION_FEATURES ? 'inception' : stem,
    hash: (await sha256File(resolve(path))).slice(0, 12),
    imageSize,
    channels,
    featureSize,
    batchSize,
    classes: [],
    extract,
    dispose: () => model.dispose(),
  };
}

interface PictureLayout {
  readonly input: string;
  readonly imageSize: number;
  readonly channels: 1 | 3;
  readonly batchSize: number;
  readonly isChannelsFirst: boolean;
}

function pictureLayout({ inputs }: LoadedModel, path: string, wanted = DEFAULT_SIZE): PictureLayout {
  const [port] = inputs;
  const isChannels = (size: number | undefined): size is 1 | 3 => size === 1 || size === 3;
  const [batch, first, , last] = port?.shape ?? [];
  const isPictures = inputs.length === 1 && port?.type === 'float32' && port.shape.length === 4;
  if (!isPictures || port === undefined || !(isChannels(first) || isChannels(last))) throw noPictures(path, inputs);
  const isChannelsFirst = isChannels(first);
  const [height, width] = isChannelsFirst ? port.shape.slice(2) : port.shape.slice(1, 3);
  if (height !== width) throw noPictures(path, inputs);
  const channels = (isChannelsFirst ? first : last) as 1 | 3;
  const imageSize = height === undefined || height < 1 ? wanted : height;
  return {
    input: port.name,
    imageSize,
    channels,
    batchSize: batch !== undefined && batch > 0 ? batch : DEFAULT_BATCH,
    isChannelsFirst,
  };
}

/** The batch in the order and the range of the model. */
function arranged(images: HostTensor<'float32'>, isChannelsFirst: boolean, range: PixelRange): HostTensor {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const area = height * width;
  const data = new Float32Array(images.data.length);
  images.data.forEach((value, i) => {
    const channel = i % channels;
    const pixel = Math.floor(i / channels);
    const to = isChannelsFirst ? (Math.floor(pixel / area) * channels + channel) * area + (pixel % area) : i;
    data[to] = inRange(value, channel, range);
  });
  return { shape: isChannelsFirst ? [batch, channels, height, width] : images.shape, dtype: 'float32', data };
}

function inRange(value: number, channel: number, range: PixelRange): number {
  if (range === 'signed') return value;
  const unit = (value + 1) / 2;
  if (range === 'unit') return unit;
  if (range === 'bytes') return Math.round(unit * 255);
  return (unit - (IMAGENET.mean[channel] as number)) / (IMAGENET.deviation[channel] as number);
}

function featuresOf(tensor: HostTensor | undefined, batch: number, path: string): Float32Array {
  const isVector = tensor?.shape.length === 2 || tensor?.shape.length === 4;
  if (tensor === undefined || tensor.dtype !== 'float32' || !isVector || tensor.shape[0] !== batch) {
    throw new InvalidConfigError('E-CONFIG-202', 'the extractor gives no feature vectors, float32 [B, D]', {
      path: resolve(path),
      hints: ['name another output of it with --extractor-output'],
    });
  }
  const { data, shape } = tensor as HostTensor<'float32'>;
  if (shape.length === 2) return data;
  const area = (shape[2] as number) * (shape[3] as number);
  return Float32Array.from({ length: data.length / area }, (_, i) => {
    let sum = 0;
    for (let k = i * area; k < (i + 1) * area; k++) sum += data[k] as number;
    return sum / area;
  });
}

function noPictures(path: string, inputs: readonly LoadedPort[]): InvalidConfigError {
  const found = inputs.map(({ name, type, shape }) => `${name} ${type} [${shape.join(', ')}]`).join('; ');
  return new InvalidConfigError('E-CONFIG-201', `the extractor takes no batch of square pictures, but ${found}`, {
    path: resolve(path),
    hints: ['give a model with one float32 input [B, 3, H, W] or [B, H, W, 3]'],
  });
}
