import type { Change } from '../change.ts';

export const drmConnectorAttachEncoderRenamed: Change = {
  id: 'drm-connector-attach-encoder-renamed',
  symbol: 'drm_mode_connector_attach_encoder',
  title: 'drm_mode_connector_attach_encoder() is now drm_connector_attach_encoder()',
  summary: 'The functions for connectors begin with drm_connector_.',
  advice:
    'Call `drm_connector_attach_encoder(connector, encoder)` and `drm_connector_update_edid_property(connector, edid)`, which every kernel since 4.19 has.',
  available: '4.19',
  goneBy: '5.10',
  old: 'drm_mode_connector_attach_encoder(connector, encoder)',
  new: 'drm_connector_attach_encoder(connector, encoder)',
  replacement: 'drm_connector_attach_encoder',
  explains: [
    { kind: 'undeclared-function', name: 'drm_mode_connector_attach_encoder' },
    { kind: 'undeclared-function', name: 'drm_mode_connector_update_edid_property' },
  ],
  oldForm: { callable: 'drm_mode_connector_attach_encoder' },
  newForm: { callable: 'drm_connector_attach_encoder' },
};
