import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, ValidateIf } from 'class-validator';

const METHODS = ['qr', 'code'] as const;

@ApiSchema({ name: 'StartPairingRequest' })
export class StartPairingDto {
  @ApiProperty({ description: 'Scan a QR with the phone, or type a code on it.', enum: METHODS, example: 'qr' })
  @IsIn(METHODS)
  method: (typeof METHODS)[number];

  @ApiPropertyOptional({
    description: 'The phone number of the account; needed for `code`.',
    maxLength: 40,
    example: '+49 151 23456789',
  })
  @ValidateIf((dto: StartPairingDto) => dto.method === 'code' || dto.phone !== undefined)
  @IsString()
  @MaxLength(40)
  phone?: string;
}
