import { Allow, encodeId, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  CreateSectionInput,
  CreateSectionPayload,
  DeleteSectionInput,
  DeleteSectionPayload,
  UpdateSectionInput,
  UpdateSectionPayload,
} from './section.inputs';
import { SectionsService } from './sections.service';

@Resolver()
export class SectionResolver {
  constructor(private readonly sections: SectionsService) {}

  @Allow('property:manage')
  @Mutation(() => CreateSectionPayload, { description: 'Enters a section of a building.' })
  async createSection(@Args('input', { description: 'What to enter.' }) input: CreateSectionInput) {
    return { section: ref('section', await this.sections.create(input)) };
  }

  @Allow('property:manage')
  @Mutation(() => UpdateSectionPayload, { description: 'Changes a section of a building.' })
  async updateSection(@Args('input', { description: 'What to change.' }) input: UpdateSectionInput) {
    await this.sections.update(input);
    return { section: ref('section', input.id) };
  }

  @Allow('property:manage')
  @Mutation(() => DeleteSectionPayload, {
    description: 'Deletes a section of a building; CONFLICT while something hangs on it.',
  })
  async deleteSection(@Args('input', { description: 'What to delete.' }) input: DeleteSectionInput) {
    await this.sections.delete(input.id);
    return { deletedSectionId: encodeId('section', input.id) };
  }
}
