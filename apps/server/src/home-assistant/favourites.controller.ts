import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { SessionAccess } from '../sessions/session-access.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { SetFavouritesDto } from './home-assistant.dto.js';
import { favouritesSchema } from './home-assistant.schema.js';
import { Favourites } from './mqtt/favourites.js';

@ApiTags('HomeAssistant')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session/home-assistant/favourites')
export class FavouritesController {
  constructor(
    private readonly favourites: Favourites,
    private readonly access: SessionAccess,
  ) {}

  @Get()
  @Operation({
    id: 'listFavourites',
    summary: 'List the chats that have a notify entity in Home Assistant',
    scope: 'read',
    answers: { schema: favouritesSchema },
    problems: ['not_found'],
  })
  list(@Param('session') session: string) {
    return this.shown(this.access.name(session));
  }

  @Put()
  @Operation({
    id: 'setFavourites',
    summary: 'Choose the chats that have a notify entity in Home Assistant',
    description: 'Replaces what was chosen before. Those of the settings stay.',
    scope: 'admin',
    answers: { schema: favouritesSchema },
    problems: ['invalid_input', 'not_found'],
  })
  set(@Param('session') session: string, @Body() { favourites }: SetFavouritesDto) {
    const name = this.access.name(session);
    const chats = favourites.map((each) => ({ name: each.name, chatId: this.access.chat(name, each.chatId) }));
    this.favourites.choose(name, chats);
    return this.shown(name);
  }

  private shown(session: string) {
    return { data: this.favourites.of(session).map(({ chatId, name }) => ({ chatId, name })) };
  }
}
