import { embeddedData } from './embedded-data';
import { folders } from './folders';
import type { PaperData } from './paper-data';
import { realData } from './real-data';

export const isReal = process.env['ALIGNCLIP_DATA'] === 'paper';

/** `ALIGNCLIP_DATA=paper` takes the sets that the folders file names, anything else the embedded ones. */
export const data: PaperData = isReal ? realData(folders) : embeddedData;
