const COMPLEX =
  'there are no complex numbers in a graph; keep real and imaginary parts apart (an FFT is a product with cosines and sines)';
const DATA_DEPENDENT =
  "the result's shape depends on values, and shapes are fixed while a function is traced; do it before, on the host";
const IMAGE = 'resampling by coordinates has no gradient; prepare images before, on the host';
const STRINGS = 'there are no strings in a graph; make numbers of them before, on the host';

/** Kernels that are not lowered, each with the reason that its error message gives. */
export const REFUSALS: { readonly [kernel: string]: string } = {
  BroadcastArgs: 'shapes are numbers known while tracing, not tensors; use broadcast_util.assertAndGetBroadcastShape',
  BroadcastTo: 'no operation calls it; tf.broadcastTo runs Tile',
  Complex: COMPLEX,
  ComplexAbs: COMPLEX,
  CropAndResize: IMAGE,
  Draw: 'it draws on a canvas',
  FFT: COMPLEX,
  FromPixels: 'it reads a canvas; pass pixels as an argument',
  IFFT: COMPLEX,
  Imag: COMPLEX,
  LogSoftmax: 'no operation calls it; tf.logSoftmax runs Max, Sub, Exp, Sum and Log',
  LogicalXor: 'no operation calls it; tf.logicalXor runs LogicalOr, LogicalAnd and LogicalNot',
  LowerBound: 'no operation calls it; tf.lowerBound runs SearchSorted',
  MatrixBandPart: 'no operation calls it; tf.linalg.bandPart runs Range, comparisons and Select',
  MaxPoolWithArgmax: 'it has no gradient; tf.maxPool has',
  Multinomial: 'random numbers drawn while tracing would be the same on every run; pass noise as an argument',
  NonMaxSuppressionV3: DATA_DEPENDENT,
  NonMaxSuppressionV4: DATA_DEPENDENT,
  NonMaxSuppressionV5: DATA_DEPENDENT,
  Pool: 'no operation calls it; tf.pool runs MaxPool or AvgPool',
  RaggedGather: DATA_DEPENDENT,
  RaggedRange: DATA_DEPENDENT,
  RaggedTensorToTensor: DATA_DEPENDENT,
  Real: COMPLEX,
  RotateWithOffset: IMAGE,
  SparseFillEmptyRows: DATA_DEPENDENT,
  SparseReshape: DATA_DEPENDENT,
  SparseSegmentMean: DATA_DEPENDENT,
  SparseSegmentSum: DATA_DEPENDENT,
  StaticRegexReplace: STRINGS,
  StringNGrams: STRINGS,
  StringSplit: STRINGS,
  StringToHashBucketFast: STRINGS,
  Transform: IMAGE,
  Unique: DATA_DEPENDENT,
  UpperBound: 'no operation calls it; tf.upperBound runs SearchSorted',
};
