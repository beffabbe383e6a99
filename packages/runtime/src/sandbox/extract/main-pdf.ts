import { answer } from './answer.ts';
import { readPdf } from './pdf.ts';

await answer({ pdf: readPdf });
