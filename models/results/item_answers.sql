-- What answers each checklist item, and how it stands. Checks name their items; the seed
-- checklist_answers names tables, declarations, documents and questions for the others. A figure
-- that nobody judged is reported, never passed.
{% set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{% set no_number = 'cast(null as bigint)' %}

with
    checks as (select * from {{ ref('checks') }}),

    check_results as (select * from {{ ref('check_results') }}),

    item_fields as (select * from {{ ref('item_fields') }}),

    item_tables as (select * from {{ ref('item_tables') }}),

    item_declarations as (select * from {{ ref('item_declarations') }}),

    answers as (select * from {{ ref('checklist_answers') }}),

    words as (select * from {{ ref('checklist_words') }} where place = 'routing'),

    routing_conditions as (select * from {{ ref('declared_routing_conditions') }}),

    said as (select * from {{ ref('declared_answers') }}),

    owners as (select * from {{ ref('declared_owners') }}),

    -- Items about one kind of routing, where no rule has such a condition: no replay answers them.
    unrouted as (
        select words.item_id, min(words.subject) as subject
        from words
        left join
            routing_conditions
            on position(words.word in {{ alphanumeric_key('routing_conditions.header') }}) > 0
        group by words.item_id
        having count(routing_conditions.header) = 0
    ),

    listed_items as (
        select check_id, {{ split_rows('checklist_items', ',') }} as listed_item from checks
    ),

    items_of_checks as (select check_id, trim(listed_item) as item_id from listed_items),

    from_checks as (
        select
            items_of_checks.item_id,
            items_of_checks.check_id as reference,
            case when unrouted.item_id is null then check_results.scope end as scope,
            case when unrouted.item_id is null then check_results.violations end as violations,
            case
                when unrouted.item_id is not null then 'not_computable' else check_results.status
            end as status,
            case
                when unrouted.item_id is not null
                then 'no routing rule of stack/ has a condition on ' || unrouted.subject
                else check_results.reason
            end as missing,
            case
                when unrouted.item_id is not null then 'D' else check_results.evidence_grade
            end as evidence_grade
        from items_of_checks
        inner join check_results on items_of_checks.check_id = check_results.check_id
        left join unrouted on items_of_checks.item_id = unrouted.item_id
    ),

    from_tables as (
        select
            answers.item_id,
            answers.reference || coalesce(' = ' || nullif(answers.value, ''), '') as reference,
            answers.is_empty_an_answer,
            answers.filled_by,
            coalesce(item_tables.filled_rows, 0) as filled_rows
        from answers
        left join
            item_tables
            on answers.reference = item_tables.reference
            and nullif(answers.value, '') is not distinct from item_tables.value
        where answers.kind = 'table'
    ),

    -- A person who was asked replaces the role that the seed would ask.
    from_questions as (
        select answers.item_id, answers.asked
        from answers
        left join said on answers.item_id = said.item_id
        where answers.kind = 'question' and said.item_id is null
    ),

    -- `asked` is a person of stack/, or a role.
    united as (
        select
            item_id,
            'check' as kind,
            reference,
            status,
            scope,
            violations,
            missing,
            evidence_grade,
            {{ no_text }} as asked
        from from_checks
        union all
        select
            item_id,
            'fields' as kind,
            subject as reference,
            status,
            scope,
            violations,
            missing,
            {{ no_text }} as evidence_grade,
            {{ no_text }} as asked
        from item_fields
        union all
        select
            item_id,
            'table' as kind,
            reference,
            case
                when filled_rows > 0 or is_empty_an_answer then 'reported' else 'not_computable'
            end as status,
            filled_rows as scope,
            {{ no_number }} as violations,
            case
                when filled_rows = 0 and not is_empty_an_answer then 'it needs ' || filled_by
            end as missing,
            {{ no_text }} as evidence_grade,
            {{ no_text }} as asked
        from from_tables
        union all
        select
            item_id,
            'declaration' as kind,
            reference,
            status,
            written as scope,
            {{ no_number }} as violations,
            missing,
            {{ no_text }} as evidence_grade,
            asked
        from item_declarations
        union all
        select
            item_id,
            kind,
            reference,
            'reported' as status,
            {{ no_number }} as scope,
            {{ no_number }} as violations,
            {{ no_text }} as missing,
            {{ no_text }} as evidence_grade,
            {{ no_text }} as asked
        from answers
        where kind = 'document'
        union all
        select
            item_id,
            'answer' as kind,
            declared_in as reference,
            case when verdict in ('pass', 'fail') then verdict else 'not_answered' end as status,
            {{ no_number }} as scope,
            {{ no_number }} as violations,
            {{ no_text }} as missing,
            {{ no_text }} as evidence_grade,
            asked
        from said
        union all
        select
            item_id,
            'question' as kind,
            {{ no_text }} as reference,
            'not_answered' as status,
            {{ no_number }} as scope,
            {{ no_number }} as violations,
            {{ no_text }} as missing,
            {{ no_text }} as evidence_grade,
            asked
        from from_questions
    ),

    teams as (
        select {{ alphanumeric_key('team') }} as team_key, min_by(name, owner) as name
        from owners
        where team is not null
        group by 1
    ),

    final as (
        select
            united.item_id,
            united.kind,
            united.reference,
            united.status,
            cast(united.scope as bigint) as scope,
            cast(united.violations as bigint) as violations,
            united.missing,
            coalesce(owners.name, teams.name, replace(united.asked, '_', ' ')) as asked,
            said.answer,
            said.answered_on,
            said.evidence,
            united.evidence_grade
        from united
        left join owners on united.asked = owners.owner
        left join teams on {{ alphanumeric_key('united.asked') }} = teams.team_key
        left join said on united.item_id = said.item_id and united.kind = 'answer'
    )

select *
from final
