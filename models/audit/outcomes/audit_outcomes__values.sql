-- The value of each dimension for each lead. Spellings of one value count together, under the
-- spelling that occurs most. A source is a word of its system: the source of another system takes
-- its
-- place only where a handoff declares that both mean the same.
{%- set dimensions = outcome_dimensions() %}
{%- set utms = ['utm_source', 'utm_medium', 'utm_campaign'] %}
with
    leads as (select * from {{ ref('audit_outcomes__leads') }}),

    records as (select * from {{ ref('audit_outcomes__records') }}),

    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    handoff_fields as (select * from {{ ref('declared_handoff_fields') }}),

    field_values as (select * from {{ ref('declared_field_values') }}),

    value_aliases as (select * from {{ ref('value_aliases') }}),

    company_sizes as (select * from {{ ref('company_sizes') }}),

    -- Fields of two systems that are declared to hold one source.
    pairs as (
        select
            handoffs.from_system, handoffs.to_system, min(handoff_fields.handoff_id) as handoff_id
        from handoff_fields
        inner join handoffs on handoff_fields.handoff_id = handoffs.handoff_id
        where
            handoff_fields.source_column in ({{ quoted_words(source_columns()) }})
            and handoff_fields.target_column in ({{ quoted_words(source_columns()) }})
            and handoffs.from_system <> handoffs.to_system
        group by handoffs.from_system, handoffs.to_system
    ),

    translations as (
        select
            pairs.from_system,
            pairs.to_system,
            lower(trim(field_values.source_value)) as source_text,
            min(field_values.target_value) as target_value
        from pairs
        inner join handoff_fields on pairs.handoff_id = handoff_fields.handoff_id
        inner join
            field_values
            on handoff_fields.handoff_id = field_values.handoff_id
            and handoff_fields.field = field_values.field
        where handoff_fields.source_column in ({{ quoted_words(source_columns()) }})
        group by pairs.from_system, pairs.to_system, lower(trim(field_values.source_value))
    ),

    next_systems as (
        select from_system, min(to_system) as to_system from pairs group by from_system
    ),

    -- The system whose words the source of a lead is told in: that which its own words become.
    spoken as (
        select
            leads.person_key,
            leads.submission_key,
            leads.system,
            case
                when leads.is_in_crm
                then leads.system
                else coalesce(next_systems.to_system, leads.system)
            end as word_system
        from leads
        left join next_systems on leads.system = next_systems.from_system
    ),

    described as (
        select
            records.person_key,
            records.place,
            records.created_at,
            records.record_key,
            case
                when people.system = spoken.word_system
                then people.lead_source
                when pairs.handoff_id is not null
                then coalesce(translations.target_value, people.lead_source)
                when people.system = spoken.system
                then people.lead_source
            end as source,
            case when people.system = spoken.system then people.channel end as channel,
            people.campaign,
            {{ page_of_url('people.page') }} as page,
            people.offer,
            {%- for utm in utms %} people.{{ utm }}, {%- endfor %}
            people.country,
            people.employee_count
        from records
        inner join spoken on records.person_key = spoken.person_key
        inner join people on records.record_key = people.person_key
        left join
            pairs on people.system = pairs.from_system and spoken.word_system = pairs.to_system
        left join
            translations
            on people.system = translations.from_system
            and spoken.word_system = translations.to_system
            and lower(trim(people.lead_source)) = translations.source_text
    ),

    ranked as (
        select
            described.*,
            row_number() over (
                partition by person_key order by place, created_at nulls last, record_key
            ) as record_rank
        from described
    ),

    -- The first record with a value tells it.
    gathered as (
        select
            person_key,
            {%- for name in ['source', 'channel', 'campaign', 'page', 'offer', 'country', 'employee_count'] + utms %}
                min_by(
                    {{ name }}, case when {{ name }} is not null then record_rank end
                ) as {{ name }}
                {{- ',' if not loop.last }}
            {%- endfor %}
        from ranked
        group by person_key
    ),

    sized as (
        select gathered.person_key, max(company_sizes.from_employees) as from_employees
        from gathered
        inner join company_sizes on gathered.employee_count >= company_sizes.from_employees
        group by gathered.person_key
    ),

    told as (
        select
            spoken.person_key,
            spoken.word_system,
            spoken.system,
            gathered.source,
            gathered.channel,
            coalesce(
                gathered.campaign, submissions.utm_campaign, gathered.utm_campaign
            ) as campaign,
            coalesce({{ page_of_url('submissions.page_url') }}, gathered.page) as page,
            coalesce(submissions.offer, gathered.offer, submissions.form_name) as offer,
            coalesce(gathered.country, submissions.country) as country,
            company_sizes.company_size,
            {%- for utm in utms %}
                coalesce(submissions.{{ utm }}, gathered.{{ utm }}) as {{ utm }}
                {{- ',' if not loop.last }}
            {%- endfor %}
        from spoken
        left join gathered on spoken.person_key = gathered.person_key
        left join submissions on spoken.submission_key = submissions.submission_key
        left join sized on spoken.person_key = sized.person_key
        left join company_sizes on sized.from_employees = company_sizes.from_employees
    ),

    unfolded as (
        {%- for item in dimensions %}
            select
                person_key,
                '{{ item.dimension }}' as dimension,
                {%- if item.dimension == 'source' %} word_system
                {%- elif item.is_of_system %} system
                {%- else %} cast(null as {{ dbt.type_string() }})
                {%- endif %} as word_system,
                nullif(trim({{ item.dimension }}), '') as value
            from told
            union all
        {%- endfor %}
        {%- for utm in utms %}
            select
                person_key,
                '{{ utm }}' as dimension,
                cast(null as {{ dbt.type_string() }}) as word_system,
                nullif(trim({{ utm }}), '') as value
            from told {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    -- Case, spaces, hyphens and underscores make no other value; of a page they do.
    spelled as (
        select
            unfolded.*,
            case
                when dimension = 'page'
                then value
                else lower({{ normalise_spaces("translate(value, '_-', '  ')") }})
            end as spelling
        from unfolded
    ),

    keyed as (
        select spelled.*, coalesce(value_aliases.value, spelled.spelling) as value_text
        from spelled
        left join
            value_aliases
            on spelled.dimension = value_aliases.domain
            and spelled.spelling = value_aliases.alias
    ),

    spellings as (
        select dimension, word_system, value_text, value, count(*) as lead_count
        from keyed
        where value is not null
        group by dimension, word_system, value_text, value
    ),

    usual as (
        select dimension, word_system, value_text, value
        from spellings
        qualify
            row_number() over (
                partition by dimension, word_system, value_text order by lead_count desc, value
            )
            = 1
    ),

    final as (
        select keyed.person_key, keyed.dimension, keyed.word_system, usual.value
        from keyed
        left join
            usual
            on keyed.dimension = usual.dimension
            and keyed.word_system is not distinct from usual.word_system
            and keyed.value_text = usual.value_text
    )

select *
from final
