/**
 * What version 0.1.0 sealed at noon on 15 January 2026, by its own services with a clock that stood still, for this
 * client. It is what later versions have to open.
 */
export const SEALED_FOR = {
  domain: 'acme.criipto.id',
  clientId: 'urn:my:application:identifier:1234',
  baseUrl: 'https://app.example.com',
};

export const SEALED_WITH = 'a secret that is long enough for everyone';

/** Of a browser that has come back from the provider, and kept its cookie all the same. */
export const COMPLETED_LOGIN = {
  state: 'vRGoj7jT2iw_mjYoaqTygvYKh0qZ3NfPyDa3bJvudb8',
  cookies: {
    '__Host-criipto-login-IOB_n4qCeEPE-VVgRTNBsn':
      'AZDWaLp7evioQP8KObKQjhDau29a2Z0YnoFYr0u-weEro8XhCtoXBpsB_gr2E4m5_4zSY9dysvIAA_lMEsuoaPmJzPIbLwr0p6jv7d0X2yUW1aMjVg9mSlpaC7EhYfQ4Mz_7uWe8TlzjYqOhfLuaosothO5I2hJ7WbzTdHBQperNn6CDlRcw7UqkMHYX6osuqkATFkWbS-rGbcfALyN3xA',
  },
};

/** What the store knows of that. */
export const COMPLETED_KEY = 'login:criipto-login-IOB_n4qCeEPE-VVgRTNBsn';

/** Of one that has tried twice to log in without asking its user. */
export const SILENT_LOGIN_COOKIES = {
  '__Host-criipto-logins-silent':
    'AQkYYdQAam8cfhK1tMCdCb08wnm0AAvGwiyzO2K32JdPycZ_TIajAmT7uH4ZCqwPBEH4B8DlRrl4RVOmEN2IqrceWNjj9NeblPQQ9RANbEL7jzHRUw',
};

/** Of one that is at the provider to log out. */
export const LOGOUT = {
  state: 'UhXG_rKOI5P0UwGJWvhT41Q6quIyU12jHv7nyjdfa8o',
  cookies: {
    '__Host-criipto-logout':
      'AcK0awM9xoEhK88UcELoFk7FoI6PVyqalb3j2q9ed8WYinrAjW1kHH8kViMopHnMUqvR6BfQL0HCuQTTq9NElIvv2u35Ll2aPB5FkMsAxtPLos-VNd8QV7SzQjrDt7-vB8CDyqgRIZTtJMo',
  },
};

/** A login by CIBA, and one with pages of the application's own, that are waited for. */
export const CIBA_LOGIN =
  'AdDR_4b2X9RfIvEwgnAvrV7LQiI45AO4AC48V1n9NB93EVzO_8tA-cH6cYTUBpuWQ2gxsEAnYsq7swQvlZnqbLM-HvYMOgRplBXp26x6l3KPjh7z52hXpHvqmanSbOE7LFW-TjYS9mwfZqOmssB0pAbzJ5g9xTZx_bTEyEuv5VoqjXG2hMVGBMdb0fXyhCjOD5-51YFhNiqr2y-wGhhkRUAJdem2UngUrc0uEDrWlp8mwn49G-ZHiyEQdyo';
export const HEADLESS_LOGIN =
  'AWTSoPfupW8oRGeAiX181hmf6-ft1LH1C8NVlc7-Y8Ctmx232qf_Urv21lthynhF2hoYK8fdJ0Yjwp21joJGQz5swg53RNa-5xLn4_7HOzaajrSP1lvob1QBGlPwHxOupGT-C3IFE4_J15qvlP7qqQeJ49_JlvtD0ecleNwQxbpcSBh1yWtiF2wlh7rIMLEpwRfYOgX3MNOr2zleYHErecJSyQ';
