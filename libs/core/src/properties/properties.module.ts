import { Module } from '@nestjs/common';
import { PropertiesResolver, propertyListFields } from './properties.resolver';

@Module({ providers: [PropertiesResolver, ...propertyListFields] })
export class PropertiesModule {}
