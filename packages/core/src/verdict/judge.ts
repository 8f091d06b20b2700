import type { Finding, Verdict } from '@aigc/plugin-api';
import { adversarialBalance } from './adversarial-balance.js';
import type { Evidence } from './evidence.js';
import { LEVELS } from './finding-level.js';
import { generalisationGap } from './generalisation-gap.js';
import { lossSpikes } from './loss-spikes.js';
import { memorising } from './memorising.js';
import { sampleVariety } from './sample-variety.js';
import { tooShort } from './too-short.js';
import { trainingTrend } from './training-trend.js';
import { validationTrend } from './validation-trend.js';
import { varietyTrend } from './variety-trend.js';

// In the order in which a person would ask, within one level.
const RULES: readonly ((evidence: Evidence) => Finding[])[] = [
  tooShort,
  validationTrend,
  trainingTrend,
  adversarialBalance,
  memorising,
  sampleVariety,
  varietyTrend,
  generalisationGap,
  lossSpikes,
];

/** Is this run good or broken? The worst finding decides, and comes first. */
export function judge(evidence: Evidence): Verdict {
  const isTooShort = tooShort(evidence).length > 0;
  // the curves of a run that has hardly begun would only mislead
  const rules = isTooShort ? [tooShort, lossSpikes] : RULES;
  const found = rules.flatMap((rule) => rule(evidence));
  const findings = found.sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
  const [worst] = findings;
  if (worst === undefined) return { level: 'unclear', summary: 'the run measured nothing that it can be judged by', findings };
  const { level } = worst;
  const others = findings.filter((finding) => finding.level === level).length - 1;
  const more = level === 'good' || others === 0 ? '' : `, and ${others} more ${others === 1 ? 'finding' : 'findings'}`;
  return { level, summary: `${worst.message}${more}`, findings };
}
