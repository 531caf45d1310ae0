import type { Ffmpeg } from './ffmpeg.js';
import type { Probe } from './probe.js';
import { Loudness } from './waveform.js';

/** Rate at which loudness is measured; a voice needs no more. */
const MEASURE_RATE = 8_000;

/** What WhatsApp plays as a voice message. Opus always runs at 48 kHz. */
export const isVoice = ({ container, audio, video }: Probe): boolean =>
  container === 'ogg' && audio?.codec === 'opus' && audio.channels === 1 && !video;

/** Writes `input`'s first sound track to `output` as ogg/opus, mono, 48 kHz. */
export function toVoice(ffmpeg: Ffmpeg, input: string, output: string, signal?: AbortSignal): Promise<void> {
  const sound = ['-map', '0:a:0', '-ac', '1', '-ar', '48000', '-c:a', 'libopus', '-b:a', '32k', '-application', 'voip'];
  return ffmpeg.convert(input, output, [...sound, '-map_metadata', '-1', '-f', 'ogg'], signal);
}

export interface VoiceFacts {
  durationSeconds: number;
  /** 64 values, 0–100; all 0 for silence. */
  waveform: number[];
}

/** Measured on the decoded sound, so a header that lies changes nothing. */
export async function voiceFacts(ffmpeg: Ffmpeg, file: string, signal?: AbortSignal): Promise<VoiceFacts> {
  const loudness = new Loudness(MEASURE_RATE);
  const pcm = ['-map', '0:a:0', '-ac', '1', '-ar', String(MEASURE_RATE), '-f', 's16le'];
  await ffmpeg.stream(file, pcm, (chunk) => loudness.add(chunk), signal);
  return { durationSeconds: loudness.seconds, waveform: loudness.waveform() };
}
