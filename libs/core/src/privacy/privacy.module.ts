import { Module } from '@nestjs/common';
import { CustomerDataCopies } from './customer-data';
import { PrivacyRequests } from './privacy-requests';
import { PrivacyResolver } from './privacy.resolver';

@Module({ providers: [CustomerDataCopies, PrivacyRequests, PrivacyResolver] })
export class PrivacyModule {}
