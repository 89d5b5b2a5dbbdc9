/** Slack's lengths and counts. @see https://docs.slack.dev/reference/block-kit/blocks */
export const LIMIT = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 4000,
  sectionText: 3000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  overflowOptions: 5,
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  /** 75 by Slack's types, 150 by its older validators: the smaller one holds on both. */
  optionValue: 75,
  options: 100,
  viewTitle: 24,
  viewSubmit: 24,
  privateMetadata: 3000,
  /** 200 on newer workspaces, 100 on older ones; without the header row. */
  dataTableRows: 100,
  dataTableCharacters: 20_000,
  chartsPerMessage: 2,
  chartTitle: 50,
  chartPoints: 20,
  chartLabel: 20,
} as const;
