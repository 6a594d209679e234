// By what operators list cycles in Temporal. Codes, dates and counts only: search attributes are never encrypted.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

export const NhipAgreement = defineSearchAttributeKey('NhipAgreement', SearchAttributeType.KEYWORD);
export const NhipStage = defineSearchAttributeKey('NhipStage', SearchAttributeType.KEYWORD);
export const NhipYear = defineSearchAttributeKey('NhipYear', SearchAttributeType.INT);
export const NhipOverdue = defineSearchAttributeKey('NhipOverdue', SearchAttributeType.INT);
export const NhipNextDue = defineSearchAttributeKey('NhipNextDue', SearchAttributeType.DATETIME);
