"""New products and the customers who pay for them."""

from banso.cli.vocabulary.vocabulary import Vocabulary

VALIDATION = Vocabulary(
    events={
        "CustomerAsked": "顧客に尋ねました",
        "PaidContractWon": "有償の契約を得ました",
        "LearningRecorded": "学んだことを記録しました",
    },
    commands={
        "RecordCustomerAsked": "顧客(組織)に製品を見せて尋ねたことを記録します。",
        "RecordPaidContract": "尋ねた顧客が、対価を払って契約したことを記録します。",
        "RecordLearning": "尋ねて学んだことを記録します。",
    },
    fields={
        "asked_on": "尋ねた日",
        "said": "顧客の言葉",
        "amount": "金額(円)",
        "signed_on": "署名日",
        "validation": "顧客への検証",
        "contracts": "有償の契約",
        "learned": "学んだこと",
    },
    messages={"paid_contract_won": ("有償の契約", "paid contract")},
    rules={
        "rules.validation": ("新しい製品の、顧客への検証", "whether customers pay for a new product"),
        "rules.validation.customers_to_ask": (
            "製品を見せて尋ねたい顧客(組織)の数。0 なら、検証の記録は使いません",
            "how many customers the product is to be shown to; with 0 no such log is kept",
        ),
    },
)
