import { DataTable } from './blocks/data-table.ts';
import { OptionSelect } from './elements/option-select.ts';
import { OverflowMenu } from './elements/overflow-menu.ts';
import { SandboxApp } from './parts/app.ts';
import { ChannelList } from './parts/channel-list.ts';
import { ChannelView } from './parts/channel-view.ts';
import { MessageComposer } from './parts/composer.ts';
import { ConfirmDialog } from './parts/confirm-dialog.ts';
import { ControlStrip } from './parts/control-strip.ts';
import { HomeTab } from './parts/home-tab.ts';
import { InspectorPane } from './parts/inspector-pane.ts';
import { MessageList } from './parts/message-list.ts';
import { restoreTheme } from './parts/theme.ts';
import { ThreadPane } from './parts/thread-pane.ts';
import { ToastStack } from './parts/toast-stack.ts';
import { ViewModal } from './parts/view-modal.ts';

/** Every element of the page's own. */
const ELEMENTS = {
  'channel-list': ChannelList,
  'channel-view': ChannelView,
  'confirm-dialog': ConfirmDialog,
  'control-strip': ControlStrip,
  'data-table': DataTable,
  'home-tab': HomeTab,
  'inspector-pane': InspectorPane,
  'message-composer': MessageComposer,
  'message-list': MessageList,
  'option-select': OptionSelect,
  'overflow-menu': OverflowMenu,
  'sandbox-app': SandboxApp,
  'thread-pane': ThreadPane,
  'toast-stack': ToastStack,
  'view-modal': ViewModal,
};

/** Whom one is at the first visit. */
const FIRST_PERSON = 'U0ADMIN001';

restoreTheme();
for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
const app = document.querySelector('sandbox-app');
if (app instanceof SandboxApp) app.store.start(FIRST_PERSON);
