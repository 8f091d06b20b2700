import { currentField } from '../form/form.js';
import type { StudioScreen, StudioState } from '../studio-state.js';
import type { KeyHint } from './key-rows.js';

/** What the keys do on the screen that is shown, the most important first. */
export function hintsOf({ screen, isReadOnly, pipelines }: StudioState): readonly KeyHint[] {
  const actions: readonly KeyHint[] = isReadOnly
    ? []
    : [
        ['n', 'new'],
        ['g', 'generate'],
        ['o', 'report'],
        ['c', 'stop'],
        ['r', 'go on'],
      ];
  const toPipelines: readonly KeyHint[] = pipelines.length === 0 ? [] : [['p', 'pipelines']];
  const onPipeline: readonly KeyHint[] = isReadOnly
    ? []
    : [
        ['c', 'stop'],
        ['r', 'go on'],
      ];
  const hints: { readonly [kind in StudioScreen['kind']]: readonly KeyHint[] } = {
    runs: [['q', 'leave'], ['↑↓', 'run'], ['⏎', 'look'], ...toPipelines, ...actions, ['l', 'log']],
    run: [['q', 'back'], ['←→', 'samples'], ['↑↓', 'run'], ...actions, ['l', 'log']],
    choose: [
      ['esc', 'back'],
      ['↑↓', 'family'],
      ['⏎', 'choose'],
    ],
    form: [['esc', 'back'], ['⏎', 'start'], ['↑↓', 'field'], ...onField(screen), ['^U', 'clear']],
    pipelines: [
      ['q', 'back'],
      ['↑↓', 'pipeline'],
      ['⏎', 'jobs'],
      ...(isReadOnly ? [] : ([['n', 'new']] as const)),
      ...onPipeline,
    ],
    pipeline: [['q', 'back'], ['↑↓', 'job'], ['⏎', 'log'], ...onPipeline],
    'stop-pipeline': [
      ['y', 'stop it'],
      ['n', 'let it go on'],
    ],
    picture: [['q', 'back']],
    text: [
      ['q', 'back'],
      ['↑↓', 'scroll'],
    ],
    stop: [
      ['y', 'stop it'],
      ['n', 'let it go on'],
    ],
    leave: [
      ['y', 'leave'],
      ['s', 'stop them and leave'],
      ['n', 'stay'],
    ],
  };
  return hints[screen.kind];
}

/** What may be done with the field that is edited. */
function onField(screen: StudioScreen): readonly KeyHint[] {
  const kind = screen.kind === 'form' ? currentField(screen.form)?.kind : undefined;
  if (kind === 'path' || kind === 'folder') return [['tab', 'complete']];
  return kind === 'choice' || kind === 'switch' ? [['←→', 'choice']] : [];
}
