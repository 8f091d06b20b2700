import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latestCheckpoint, trainModel } from '@aigc/core';
import { encodePng } from '@aigc/media/image';
import { openModels } from './models.mjs';

const SIDE = 16;

/** Discs of different sizes. */
async function writePictures(folder) {
  await mkdir(folder);
  for (let i = 0; i < 12; i++) {
    const data = new Uint8Array(SIDE * SIDE * 3);
    for (let at = 0; at < SIDE * SIDE; at++) {
      const isInside = Math.hypot((at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2) < 3 + i / 3;
      data.fill(isInside ? 220 : 30, at * 3, at * 3 + 3);
    }
    await writeFile(join(folder, `${i}.png`), await encodePng({ width: SIDE, height: SIDE, channels: 3, data }));
  }
}

/** Trains the first model for pictures: in one go, and with a stop between; the same bytes are expected of both. */
export async function* checkResume({ device }) {
  const root = await mkdtemp(join(tmpdir(), 'aigc-'));
  try {
    const { model, settings } = (await openModels('tiny')).find(({ isText }) => !isText);
    const dataPath = join(root, 'data');
    await writePictures(dataPath);
    const train = async (name, steps, isResumed) => {
      const runFolder = join(root, name);
      for await (const _ of trainModel({ family: 'gpu', model, settings, dataPath, runFolder, steps, isResumed, device }));
      return (await latestCheckpoint(runFolder)).checkpoint;
    };
    const whole = await train('whole', 6, false);
    await train('stopped', 3, false);
    const resumed = await train('stopped', 6, true);
    const isSame = whole.stateHash === resumed.stateHash;
    const failure = isSame ? undefined : `state ${resumed.stateHash} after a stop, ${whole.stateHash} without`;
    yield { name: model.name, failure, detail: `6 steps and 3 + 3 end in the same bytes, ${whole.stateHash.slice(0, 12)}` };
  } catch (error) {
    yield { name: 'run', failure: error.stack };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
