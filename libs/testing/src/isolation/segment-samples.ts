import { FRESH, freshly, idOf, OMITTED, type Samples, value } from './samples';
import { frozenSegment } from './segment-makers';

/** What fields of segments demand. */
export const segmentSamples: Samples['values'] = {
  // What a segment names is what it is about: the community of its world.
  'SegmentRuleInput.community': [
    {
      is: 'object',
      fields: { field: value('occupancy.community'), in: { is: 'list', items: [idOf('community')] } },
    },
  ],
  // What is referred to hangs on one of these.
  'SegmentSomeInput.of': [value('occupancy'), value('charge'), value('surveyInvitation')],
  'SegmentSomeInput.atLeast': [OMITTED],
  'SegmentCommunityTestInput.field': [value('occupancy.community')],
  'SegmentCommunityTestInput.isEmpty': [OMITTED],
  'SegmentSurveyTestInput.field': [value('surveyInvitation.survey')],
  'SegmentSurveyTestInput.isEmpty': [OMITTED],
  'SegmentFeeItemTestInput.field': [value('charge.feeItem')],
  'SegmentFeeItemTestInput.isEmpty': [OMITTED],
  'SegmentBuildingTestInput.field': [value('unit.building')],
  'SegmentBuildingTestInput.isEmpty': [OMITTED],
  'CreateSegmentInput.membership': [value('DYNAMIC')],
  'UpdateSegmentInput.membership': [OMITTED],
  'Mutation.deleteSegment.input.id': [FRESH],
  'Mutation.takeSegmentMembers.input.segmentId': [freshly(frozenSegment)],
};
