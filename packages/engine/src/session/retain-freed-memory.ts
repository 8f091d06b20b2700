/** Just below the largest block that glibc takes for a measure of what a program allocates and frees (32 MiB on 64-bit machines). */
const BLOCK_BYTES = 2 ** 25 - 2 ** 16;

let isDone = false;

/**
 * Makes freed blocks of up to 32 MiB stay with the process, where the C library is glibc.
 *
 * onnxruntime-node copies every output into memory that is allocated anew and freed by the garbage collector. By default glibc
 * returns such memory to the system, and the next step pays a page fault for every 4 KiB: 4 ms of the 10 that a VAE's step of 8 MB
 * takes on a virtual machine, 2,000 faults; 2.5 instead of 1.25 ms for a copy of that size alone. glibc adapts its thresholds to
 * the largest mapped block that was freed; one that is never touched, and so takes no memory, is enough.
 * @see mallopt(3), M_MMAP_THRESHOLD
 */
export function retainFreedMemory(): void {
  if (isDone) return;
  isDone = true;
  // Nothing holds it: the first garbage collection frees it.
  void new ArrayBuffer(BLOCK_BYTES);
}
