import { backend_util } from '@tensorflow/tfjs-core';
import { type KernelCall, LoweringRefusal } from './lowering.js';
import { type Windows, windows2d } from './windows.js';

/** The sizes of a two-dimensional convolution, as tfjs computes them. */
export interface ConvGeometry {
  readonly windows: Windows;
  readonly batchSize: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** NHWC. */
  readonly inShape: readonly number[];
  readonly outShape: readonly number[];
}

type Shape4 = [number, number, number, number];

/** Input and filter of a convolution; a depthwise one has `[H, W, C, multiplier]` for a filter. */
export interface ConvShapes {
  readonly input: readonly number[];
  readonly filter: readonly number[];
  readonly isDepthwise?: boolean;
}

/** Reads strides, dilations and padding off a kernel call. @throws LoweringRefusal for channels-first data. */
export function convGeometry(call: KernelCall, { input, filter, isDepthwise = false }: ConvShapes): ConvGeometry {
  const format = call.attribute<string>('dataFormat') ?? 'NHWC';
  if (format !== 'NHWC') throw new LoweringRefusal(`dataFormat ${format}; use NHWC`);
  const info = backend_util.computeConv2DInfo(
    input as Shape4,
    filter as Shape4,
    call.attribute('strides'),
    call.attribute('dilations') ?? 1,
    call.attribute('pad'),
    call.attribute('dimRoundingMode'),
    isDepthwise,
  );
  const { batchSize, inChannels, outChannels, outShape } = info;
  return { windows: windows2d(info), batchSize, inChannels, outChannels, inShape: input, outShape };
}
