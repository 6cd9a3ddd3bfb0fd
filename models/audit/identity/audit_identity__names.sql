with
    people as (select * from {{ ref('people') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    name_words as (select * from {{ ref('name_words') }}),

    generation_suffixes as (select * from {{ ref('generation_suffixes') }}),

    role_mailboxes as (select * from {{ ref('role_mailboxes') }}),

    titles as (select word from name_words where kind = 'title'),

    post_nominals as (select word from name_words where kind = 'post-nominal'),

    -- A filler in one of the two columns leaves the other half of the name.
    filled as (
        select
            people.person_key,
            people.email_normalised,
            cast(generation_suffixes.generation as bigint) as generation,
            people.email_normalised is not null
            and role_mailboxes.mailbox is not null as is_shared_inbox,
            nullif(trim(people.first_name), '') is null
            or first_filler.placeholder is not null as has_no_first,
            nullif(trim(people.last_name), '') is null
            or last_filler.placeholder is not null as has_no_last,
            case
                when
                    whole.placeholder is not null
                    or (
                        first_filler.placeholder is not null and last_filler.placeholder is not null
                    )
                then null
                when first_filler.placeholder is not null
                then {{ normalise_text('people.last_name') }}
                when last_filler.placeholder is not null
                then {{ normalise_text('people.first_name') }}
                else people.full_name
            end as name_text
        from people
        left join placeholders as whole on people.full_name = whole.placeholder
        left join
            placeholders as first_filler
            on lower(trim(people.first_name)) = first_filler.placeholder
        left join
            placeholders as last_filler on lower(trim(people.last_name)) = last_filler.placeholder
        left join generation_suffixes on people.name_suffix = generation_suffixes.suffix
        left join
            role_mailboxes on split_part(people.email_normalised, '@', 1) = role_mailboxes.mailbox
    ),

    -- Lee, Ann is Ann Lee; Ann Lee, PhD is not.
    turned as (
        select
            filled.person_key,
            filled.email_normalised,
            filled.generation,
            filled.is_shared_inbox,
            filled.has_no_first,
            filled.has_no_last,
            filled.name_text like '%-%' as has_hyphen,
            case
                when filled.name_text not like '%,%'
                then {{ name_words('filled.name_text') }}
                when
                    post_nominals.word is not null
                    or trim(split_part(filled.name_text, ',', 2)) = ''
                    or not (filled.has_no_first or filled.has_no_last)
                then {{ name_words("replace(filled.name_text, ',', ' ')") }}
                else
                    {{ name_words(
                        "trim(split_part(filled.name_text, ',', 2)) || ' ' || trim(split_part(filled.name_text, ',', 1))"
                    ) }}
            end as words
        from filled
        left join
            post_nominals
            on case
                when filled.name_text like '%,%'
                then replace(trim(split_part(filled.name_text, ',', 2)), '.', '')
            end
            = post_nominals.word
    ),

    {%- for step in range(1, 3) -%}
        {%- set before = 'turned' if step == 1 else 'untitled_' ~ (step - 1) %}
        untitled_{{ step }} as (
            select
                {{ before }}.person_key,
                {{ before }}.email_normalised,
                {{ before }}.generation,
                {{ before }}.is_shared_inbox,
                {{ before }}.has_no_first or titles.word is not null as has_no_first,
                {{ before }}.has_no_last,
                {{ before }}.has_hyphen,
                case
                    when titles.word is not null and {{ before }}.words like '% %'
                    then trim(substr({{ before }}.words, length(titles.word) + 1))
                    when post_nominals.word is not null
                    then
                        trim(
                            substr(
                                {{ before }}.words,
                                1,
                                length({{ before }}.words) - length(post_nominals.word)
                            )
                        )
                    else {{ before }}.words
                end as words
            from {{ before }}
            left join titles on split_part({{ before }}.words, ' ', 1) = titles.word
            left join
                post_nominals
                on case
                    when {{ before }}.words like '% % %'
                    then split_part({{ before }}.words, ' ', -1)
                end
                = post_nominals.word
        ),
    {%- endfor %}

    -- Given name, family name, the initial between them, and the first part of a double name.
    parted as {{ materialized() }} (
        select
            person_key,
            email_normalised,
            generation,
            is_shared_inbox,
            case
                when words like '% %'
                then split_part(words, ' ', 1)
                when not has_no_first or has_no_last
                then words
            end as given_name,
            case
                when words like '% %'
                then split_part(words, ' ', -1)
                when has_no_first and not has_no_last
                then words
            end as family_name,
            case
                when words like '% _ %' then substr(split_part(words, ' ', 2), 1, 1)
            end as middle_initial,
            case
                when words like '% % %' and length(split_part(words, ' ', -2)) > 2
                then split_part(words, ' ', -2)
            end as other_family_name
        from untitled_2
    ),

    given_names as (
        select given_name
        from parted
        where given_name is not null and family_name is not null and length(given_name) > 1
        group by given_name
    ),

    family_names as (
        select family_name
        from parted
        where given_name is not null and family_name is not null and length(family_name) > 1
        group by family_name
    ),

    -- The half that is missing, as the address has it: ann.lee@, alee@, annlee@, lee.ann@.
    lacking as (
        select
            person_key,
            given_name,
            family_name,
            split_part(marks, '.', 1) as first_part,
            split_part(marks, '.', -1) as last_part,
            marks like '%.%' as has_parts
        from
            (
                select
                    person_key,
                    given_name,
                    family_name,
                    trim(
                        {{ one_umlaut(
                            "translate(split_part(email_normalised, '@', 1), '_-0123456789', '..')"
                        ) }},
                        '.'
                    ) as marks
                from parted
                where
                    email_normalised is not null
                    and not is_shared_inbox
                    and (given_name is null or family_name is null)
            ) as spelled
    ),

    guessed as (
        select
            person_key,
            case
                when given_name is not null
                then given_name
                when has_parts and (family_name is null or last_part = family_name)
                then first_part
                when has_parts and first_part = family_name
                then last_part
                when not has_parts and substr(first_part, 2) = family_name
                then substr(first_part, 1, 1)
                when
                    not has_parts
                    and length(first_part) > length(family_name)
                    and substr(first_part, - length(family_name)) = family_name
                then substr(first_part, 1, length(first_part) - length(family_name))
            end as given_name,
            case
                when family_name is not null
                then family_name
                when
                    has_parts
                    and (
                        given_name is null
                        or first_part = given_name
                        or first_part = substr(given_name, 1, 1)
                    )
                then last_part
                when has_parts and last_part = given_name
                then first_part
                when
                    not has_parts
                    and length(first_part) > length(given_name) + 1
                    and substr(first_part, 1, length(given_name)) = given_name
                then substr(first_part, length(given_name) + 1)
                when
                    not has_parts
                    and length(first_part) > 3
                    and substr(first_part, 1, 1) = substr(given_name, 1, 1)
                then substr(first_part, 2)
            end as family_name
        from lacking
    ),

    -- Only names that other records have, so that a word such as team becomes no name.
    known as (
        select guessed.person_key, guessed.given_name, guessed.family_name
        from guessed
        inner join family_names on guessed.family_name = family_names.family_name
        left join given_names on guessed.given_name = given_names.given_name
        where given_names.given_name is not null or length(guessed.given_name) = 1
    ),

    final as (
        select
            parted.person_key,
            parted.email_normalised,
            parted.is_shared_inbox,
            coalesce(known.given_name, parted.given_name) as given_name,
            coalesce(known.family_name, parted.family_name) as family_name,
            parted.middle_initial,
            parted.other_family_name,
            parted.generation,
            known.person_key is not null as is_from_address,
            parted.given_name is null and parted.family_name is null as is_unnamed
        from parted
        left join known on parted.person_key = known.person_key
    )

select *
from final
