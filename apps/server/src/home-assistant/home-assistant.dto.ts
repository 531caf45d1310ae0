import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, ValidateNested } from 'class-validator';
import { AddressField, FlagField, TextField } from '../common/openapi/fields.js';
import { MOST_FAVOURITES } from './mqtt/favourites.js';

@ApiSchema({ name: 'ChangeHomeAssistantExtraRequest' })
export class ChangeExtraDto {
  @FlagField({ description: 'Also when somebody changed it in Home Assistant.', optional: true })
  overwrite?: boolean;
}

@ApiSchema({ name: 'FavouriteRequest' })
export class FavouriteDto {
  @AddressField({ description: 'The chat.' })
  chatId: string;

  @TextField({ description: 'Name of its entity.', max: 100 })
  name: string;
}

@ApiSchema({ name: 'SetFavouritesRequest' })
export class SetFavouritesDto {
  @ApiProperty({ type: [FavouriteDto], maxItems: MOST_FAVOURITES, description: 'All of them.' })
  @IsArray()
  @ArrayMaxSize(MOST_FAVOURITES)
  @ValidateNested({ each: true })
  @Type(() => FavouriteDto)
  favourites: FavouriteDto[];
}
